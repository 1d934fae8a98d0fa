import {type WriteStream} from 'node:tty';
import {asciiText} from '../domain/ascii-text.ts';

/**
A terminal that gets plain characters alone, whatever is written to it. What is drawn is laid out as it would be without: each sign has a stand-in of its width.
*/
export const asciiStdout = (stdout: WriteStream): WriteStream => {
	const write = (chunk: string | Uint8Array, ...rest: readonly unknown[]): unknown =>
		Reflect.apply(stdout.write, stdout, [typeof chunk === 'string' ? asciiText(chunk) : chunk, ...rest]);

	return new Proxy(stdout, {
		get(target, property) {
			if (property === 'write') {
				return write;
			}

			const value: unknown = Reflect.get(target, property);
			return typeof value === 'function' ? value.bind(target) as unknown : value;
		},
	});
};
