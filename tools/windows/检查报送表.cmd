@echo off
rem Files or folders dropped onto this file are checked; what was found opens in the browser.
chcp 65001 >nul
title 核对报送表
if "%~1"=="" (
  echo 请把报送表，或放报送表的文件夹，拖到本文件上。
  pause
  exit 2
)
echo 正在核对。结果“审核情况”和标明错处的副本（退回）放在第一个文件旁边……
"%~dp0python\python.exe" -X utf8 -m xltool check --quiet --beside %*
if errorlevel 2 pause
rem Not "exit /b": after an unquoted name such as a^&b.xlsx cmd would go on and run what follows the sign.
exit
