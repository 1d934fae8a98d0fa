import {Box, Text} from 'ink';
import {type ReactNode} from 'react';
import {isTooSmall, minColumns, minRows} from '../model/layout.ts';
import {type Model} from '../model/model.ts';
import {type Store} from '../model/store.ts';
import {ListScreen} from './components/list-screen.tsx';
import {ScrolledLines} from './components/scrolled-lines.tsx';
import {KeymapContext} from './hooks/use-keymap.ts';
import {useKeys} from './hooks/use-keys.ts';
import {useModel} from './hooks/use-model.ts';
import {useSuspension} from './hooks/use-suspension.ts';
import {ThemeContext} from './hooks/use-theme.ts';
import {defaultKeymap, keyFor, type Keymap} from './keymap.ts';
import {scrolledScreenOf} from './screen-lines.ts';
import {type Theme} from './theme.ts';

function CurrentScreen({model, keymap}: {readonly model: Model; readonly keymap: Keymap}): ReactNode {
	if (isTooSmall(model.size)) {
		return <Text wrap='truncate-end'>{`Needs ${minColumns}×${minRows}, has ${model.size.columns}×${model.size.rows}. ${keyFor('quit', keymap) ?? ''} quits.`}</Text>;
	}

	const screen = scrolledScreenOf(model, keymap);
	return screen === undefined ? <ListScreen model={model}/> : <ScrolledLines model={model} screen={screen}/>;
}

/**
The whole screen, as a function of the model, and the keys, which become messages as the keymap says. `now` gives epoch milliseconds; `stop` suspends the process until it is continued.
*/
export function App({store, theme, keymap = defaultKeymap, now, stop}: {
	readonly store: Store;
	readonly theme: Theme;
	readonly keymap?: Keymap;
	readonly now: () => number;
	readonly stop: () => Promise<void>;
}): ReactNode {
	const model = useModel(store);
	useKeys(store, keymap, now);
	useSuspension(store, model.isSuspended, stop);

	return (
		<ThemeContext value={theme}>
			<KeymapContext value={keymap}>
				<Box flexDirection='column' width={model.size.columns} height={model.size.rows} overflow='hidden'>
					<CurrentScreen model={model} keymap={keymap}/>
				</Box>
			</KeymapContext>
		</ThemeContext>
	);
}
