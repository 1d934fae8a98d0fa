/**
The program can't begin as it was asked to; the message says why, in a sentence.
*/
export class SessionError extends Error {}
