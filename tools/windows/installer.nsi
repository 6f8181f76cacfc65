; The installer for one user: no rights needed, nothing outside the user's own folders.
; A 64-bit stub, for the program inside is 64-bit; names and texts are UTF-8.
Unicode true
Target amd64-unicode
SetCompressor /SOLID lzma
SetDateSave off
RequestExecutionLevel user
Name "政府信息公开年报工具"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\xltool"
InstallDirRegKey HKCU "Software\xltool" "folder"
Icon "${TREE}/xltool.ico"
UninstallIcon "${TREE}/xltool.ico"
VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=2052 "ProductName" "xltool"
VIAddVersionKey /LANG=2052 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "FileDescription" "政府信息公开年报工具 安装程序"
VIAddVersionKey /LANG=2052 "LegalCopyright" "Apache-2.0"

!include "MUI2.nsh"
!define MUI_ICON "${TREE}/xltool.ico"
!define MUI_UNICON "${TREE}/xltool.ico"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_RUN "$INSTDIR\python\pythonw.exe"
!define MUI_FINISHPAGE_RUN_PARAMETERS "-X utf8 -m xltool ui"
!define MUI_FINISHPAGE_RUN_TEXT "打开报送工作台"
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"

!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\xltool"

Section
  ; an older version goes first: files that a newer one no longer has must not stay
  RMDir /r "$INSTDIR\python"
  RMDir /r "$INSTDIR\app"
  SetOutPath "$INSTDIR"
  File /r "${TREE}/*"
  WriteUninstaller "$INSTDIR\卸载.exe"
  SetOutPath "$DOCUMENTS" ; the shortcuts start there: rounds and results are the user's, not the program's
  CreateDirectory "$SMPROGRAMS\政府信息公开年报"
  CreateShortCut "$SMPROGRAMS\政府信息公开年报\报送工作台.lnk" "$INSTDIR\python\pythonw.exe" "-X utf8 -m xltool ui" "$INSTDIR\xltool.ico"
  CreateShortCut "$SMPROGRAMS\政府信息公开年报\卸载.lnk" "$INSTDIR\卸载.exe"
  CreateShortCut "$DESKTOP\报送工作台.lnk" "$INSTDIR\python\pythonw.exe" "-X utf8 -m xltool ui" "$INSTDIR\xltool.ico"
  CreateShortCut "$DESKTOP\检查报送表.lnk" "$INSTDIR\检查报送表.cmd" "" "$INSTDIR\xltool.ico"
  WriteRegStr HKCU "Software\xltool" "folder" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "政府信息公开年报工具"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\xltool.ico"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\卸载.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\卸载.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
SectionEnd

Section "Uninstall"
  ; only what was installed: a file that a user put into the folder stays
  RMDir /r "$INSTDIR\python"
  RMDir /r "$INSTDIR\app"
  Delete "$INSTDIR\xltool.cmd"
  Delete "$INSTDIR\报送工作台.cmd"
  Delete "$INSTDIR\检查报送表.cmd"
  Delete "$INSTDIR\安装说明.txt"
  Delete "$INSTDIR\xltool.ico"
  Delete "$INSTDIR\卸载.exe"
  RMDir "$INSTDIR"
  RMDir /r "$SMPROGRAMS\政府信息公开年报"
  Delete "$DESKTOP\报送工作台.lnk"
  Delete "$DESKTOP\检查报送表.lnk"
  DeleteRegKey HKCU "${UNINSTALL}"
  DeleteRegKey HKCU "Software\xltool"
SectionEnd
