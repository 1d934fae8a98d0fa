/**
A sequence that tmux is to hand on to the terminal around it, as it does where `allow-passthrough` is on.
*/
export const throughTmux = (sequence: string): string => `\u{1B}Ptmux;${sequence.replaceAll('\u{1B}', '\u{1B}\u{1B}')}\u{1B}\\`;
