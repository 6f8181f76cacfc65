@echo off
rem A clerk drops files or folders onto this file; it says what is wrong with them.
chcp 65001 >nul
set PYTHONUTF8=1
if "%~1"=="" (
  echo 请把报送表（.xlsx）或放报送表的文件夹拖到本文件上。
  pause
  exit /b 2
)
"%~dp0xltool-env\Scripts\xltool.exe" check %*
echo.
pause
