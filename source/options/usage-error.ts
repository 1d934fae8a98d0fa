import leven from 'leven';

/**
What is wrong with a command line, in a sentence.
*/
export class UsageError extends Error {}

/**
That options don't go together, or that one has no meaning without another: none of them is wrong by itself.
*/
export class TogetherError extends UsageError {}

/*
Further away than this, a suggestion would be a guess.
*/
const maxDistance = 3;

const nearest = (word: string, candidates: readonly string[]): string | undefined => {
	const [best] = candidates
		.map(candidate => ({candidate, distance: leven(word, candidate, {maxDistance: maxDistance + 1})}))
		.toSorted((one, other) => one.distance - other.distance);
	return best !== undefined && best.distance <= Math.min(maxDistance, word.length - 1) ? best.candidate : undefined;
};

/**
` Did you mean …?`, where one of the candidates is close; else nothing.
*/
export const suggestion = (word: string, candidates: readonly string[], prefix = ''): string => {
	const found = nearest(word, candidates);
	return found === undefined ? '' : ` Did you mean ${prefix}${found}?`;
};
