; Phones of the yard reach the hub over the network that the PC calls private, and nobody from elsewhere does.
!macro customInstall
  nsExec::Exec 'netsh advfirewall firewall delete rule name="Manchengo Hub"'
  nsExec::Exec 'netsh advfirewall firewall add rule name="Manchengo Hub" dir=in action=allow profile=private,domain program="$INSTDIR\Manchengo Hub.exe"'
!macroend

; The folder may hold deliveries that HQ does not have yet: an update never asks, and staying is the answer of Enter.
!macro customUnInstall
  nsExec::Exec 'netsh advfirewall firewall delete rule name="Manchengo Hub"'
  ${ifNot} ${isUpdated}
    MessageBox MB_YESNO|MB_DEFBUTTON2|MB_ICONEXCLAMATION "Effacer aussi les données du hub ? Ce qui n'est pas encore au siège serait perdu." /SD IDNO IDNO kept
    RMDir /r "$APPDATA\manchengo-hub"
    kept:
  ${endIf}
!macroend
