@echo off
rem Opens the page in the browser; closing this window ends it.
chcp 65001 >nul
set PYTHONUTF8=1
cd /d "%~dp0"
title 政府信息公开年报
if not exist xltool-env\Scripts\xltool.exe (
  echo 请先双击 install.cmd。
  pause
  exit /b 1
)
echo 正在打开浏览器。用完以后按页面上的“结束”，或者关闭这个窗口。
echo.
xltool-env\Scripts\xltool.exe ui
if errorlevel 1 pause
