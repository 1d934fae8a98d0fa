import {useLayoutEffect, useState, useSyncExternalStore} from 'react';
import {type Store} from '../../model/store.ts';
import {currentLine, openingStatements, statementsBetween} from '../statements.ts';

/**
What there is to say, and where the person is.
*/
type Account = {
	/**
	Another for each time that there is something to say.
	*/
	readonly number: number;

	/**
	What has not been said before.
	*/
	readonly statements: readonly string[];
	readonly line: ReturnType<typeof currentLine>;
};

/*
Follows the store from one message to the next, so that nothing is passed over, and stays the same where there is nothing to say.
*/
const createAccount = (store: Store) => {
	const model = store.getModel();
	let account: Account = {number: 0, statements: openingStatements(model), line: currentLine(model)};
	let saidNumber = -1;

	return {
		subscribe: (listener: () => void): (() => void) => store.subscribe(({before, after}) => {
			const statements = statementsBetween(before, after);
			const line = currentLine(after);

			if (statements.length > 0) {
				const unsaid = saidNumber === account.number ? [] : account.statements;
				account = {number: account.number + 1, statements: [...unsaid, ...statements], line};
			} else if (line.text !== account.line.text || line.role !== account.line.role) {
				account = {...account, line};
			}

			listener();
		}),
		getAccount: (): Account => account,
		said(number: number): void {
			saidNumber = number;
		},
	};
};

/**
The account of what happens in the store; the component is drawn again when there is something to say, and not before.
*/
export const useAccount = (store: Store): Account => {
	const [{subscribe, getAccount, said}] = useState(() => createAccount(store));
	const account = useSyncExternalStore(subscribe, getAccount);
	const {number} = account;

	// With what is drawn, so that nothing comes between.
	useLayoutEffect(() => {
		said(number);
	}, [said, number]);

	return account;
};
