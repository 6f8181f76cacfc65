@echo off
rem Installs xltool from the wheels beside this file; needs Python 3.11 or newer, no network.
chcp 65001 >nul
set PYTHONUTF8=1
cd /d "%~dp0"
where py >nul 2>nul && (set "PY=py -3") || (set "PY=python")
%PY% -m venv xltool-env || goto failed
xltool-env\Scripts\python.exe -m pip install --no-index --find-links . xltool || goto failed
echo.
echo 安装完成。把报送表拖到“检查报送表.cmd”上即可核对。
pause
exit /b 0
:failed
echo.
echo 安装没有完成。请确认已安装 Python 3.11 或更新的版本，再试一次。
pause
exit /b 1
