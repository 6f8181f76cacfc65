# Two commands do everything on a fresh Debian or Ubuntu: make demo, make test.  make fast is for every day.
.POSIX:
.PHONY: help demo ui test fast lowest lint docs pictures bench windows deb packages-test wheelhouse clean

help:
	@echo "make demo        跑一遍样例，打印结果在哪里"
	@echo "make ui          用样例打开网页，在浏览器里看"
	@echo "make test        装好测试所需，跑全部测试"
	@echo "make fast        改代码时用：查格式和类型，跑不需要 LibreOffice、邮件服务器的快测试"
	@echo "make lowest      用各个库允许的最低版本跑快测试"
	@echo "make lint        只查代码格式和类型"
	@echo "make docs        重新生成 docs/findings.md 和报表说明"
	@echo "make pictures    重新拍 docs/page.md 里的图"
	@echo "make bench       跑性能和推测准确率的测量，结果写在 benchmarks/"
	@echo "make windows     做 Windows 的安装程序和压缩包（dist/windows/）"
	@echo "make deb         做麒麟、统信的安装包（dist/deb/）"
	@echo "make packages-test  在 Wine 和 qemu 里把做好的包真的用一遍"
	@echo "make wheelhouse  备好 pip 用的离线安装包（wheelhouse/）"
	@echo "make clean       删去以上各项做出的东西"

demo:
	@sh tools/setup.sh demo
	@.venv/bin/xltool demo -o demo-output

ui:
	@sh tools/setup.sh demo
	@.venv/bin/python tools/demo_round.py demo-round
	@.venv/bin/xltool ui demo-round

lint:
	@sh tools/setup.sh dev
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy

test:
	@sh tools/setup.sh test
	@$(MAKE) lint
	.venv/bin/python -m pytest -n auto

lowest:
	@sh tools/setup.sh dev
	@sh tools/lowest.sh

fast: lint
	.venv/bin/python -m pytest -q -n auto -m "not office and not mail and not chromium and not slow"

docs:
	@sh tools/setup.sh dev
	.venv/bin/python tools/make_docs.py

pictures:
	@sh tools/setup.sh test
	.venv/bin/python tools/make_pictures.py

bench:
	@sh tools/setup.sh dev
	.venv/bin/python -m pip install -q --disable-pip-version-check -e ".[bench]"
	.venv/bin/python benchmarks/repair.py
	.venv/bin/python benchmarks/round.py
	.venv/bin/python benchmarks/page.py
	.venv/bin/python benchmarks/aggregate.py
	.venv/bin/python benchmarks/scale.py
	.venv/bin/python benchmarks/speed.py
	.venv/bin/python benchmarks/texts.py
	.venv/bin/python benchmarks/relations.py

windows:
	@sh tools/setup.sh windows
	@.venv/bin/python -m tools.packages.windows

deb:
	@sh tools/setup.sh deb
	@.venv/bin/python -m tools.packages.debian

packages-test:
	@sh tools/setup.sh packages-test
	@.venv/bin/python -m tools.packages.prove

wheelhouse:
	@sh tools/setup.sh dev
	@sh tools/wheelhouse/fill.sh

clean:
	rm -rf .venv build dist wheelhouse demo-output demo-round .pytest_cache .mypy_cache .ruff_cache
