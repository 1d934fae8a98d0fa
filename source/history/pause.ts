const cell = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));

/**
Does nothing at all for so many milliseconds; nor does anything else in this process.
*/
export const pause = (durationMs: number): void => {
	Atomics.wait(cell, 0, 0, durationMs);
};
