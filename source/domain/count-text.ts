/**
A whole number with its thousands apart: `12,345`. Without `Intl`, whose tables take some milliseconds to load, in which the first imports could be on the screen.
*/
export const countText = (count: number): string => String(count).replaceAll(/\B(?=(?:\d{3})+$)/gv, ',');
