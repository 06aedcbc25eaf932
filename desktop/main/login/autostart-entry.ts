/** Tells the program that nobody is there to see a window: it was started with the PC. */
export const HIDDEN = '--hidden';

/** What a Linux desktop starts with a session: the freedesktop.org autostart file. */
export const autostartEntry = (program: string): string =>
  [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Manchengo Hub',
    `Exec="${program.replace(/(["`$\\])/g, '\\\\$1').replaceAll('%', '%%')}" ${HIDDEN}`,
    'X-GNOME-Autostart-enabled=true',
    'Terminal=false',
    '',
  ].join('\n');
