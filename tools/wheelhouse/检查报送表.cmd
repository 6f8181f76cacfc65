@echo off
rem A clerk drops files or folders onto this file; it says what is wrong with them.
chcp 65001 >nul
set PYTHONUTF8=1
if "%~1"=="" (
  echo 请把报送表（.xlsx）或放报送表的文件夹拖到本文件上。
  pause
  exit 2
)
if not exist "%~dp0xltool-env\Scripts\xltool.exe" (
  echo 请先双击同一文件夹里的 install.cmd 安装。
  pause
  exit 4
)
"%~dp0xltool-env\Scripts\xltool.exe" check %*
echo.
pause
rem Not "exit /b": after an unquoted name such as a^&b.xlsx cmd would go on and run what follows the sign.
exit
