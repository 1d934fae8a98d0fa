type Environment = Readonly<Record<string, string | undefined>>;

/**
Whether the locale is one of UTF-8, by the variables that say so, in their order. Where none is set it is the plain one of POSIX, but for Windows, whose terminals are told what they get.
*/
export const isUtf8Locale = (env: Environment, platform: string): boolean => {
	const locale = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find(name => name !== undefined && name !== '');
	return locale === undefined ? platform === 'win32' : /utf-?8/iv.test(locale);
};
