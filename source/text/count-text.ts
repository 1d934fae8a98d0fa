/**
A count with its thousands apart: `12,345`. Without `Intl`, whose tables take some milliseconds to load, in which the first imports could be on the screen.
*/
export const countText = (count: number): string => {
	const digits = String(count);
	const parts: string[] = [];

	for (let end = digits.length; end > 0; end -= 3) {
		parts.unshift(digits.slice(Math.max(0, end - 3), end));
	}

	return parts.join(',');
};
