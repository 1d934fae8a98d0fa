import {Box, Text} from 'ink';
import {type ReactNode} from 'react';
import {type Theme} from '../text/themes.ts';
import {isTooSmall, minColumns, minRows} from '../app/list/layout.ts';
import {type Model, type Size} from '../app/model.ts';
import {type ScreenStore} from '../app/store.ts';
import {keyFor, type Keymap} from '../app/keys/keymap.ts';
import {ListScreen} from './list/list-screen.tsx';
import {ScrolledLines} from './lines/scrolled-lines.tsx';
import {KeymapContext} from './hooks/use-keymap.ts';
import {useKeys} from './hooks/use-keys.ts';
import {useModel} from './hooks/use-model.ts';
import {useSelected} from './hooks/use-selected.ts';
import {type Suspend, useSuspension} from './hooks/use-suspension.ts';
import {ThemeContext} from './hooks/use-theme.ts';
import {scrolledScreenOf} from './lines/screen-lines.ts';
import {TimelineScreen} from './timeline/timeline-screen.tsx';

const sizeOf = ({size}: Model): Size => size;

function CurrentScreen({store, keymap}: {readonly store: ScreenStore; readonly keymap: Keymap}): ReactNode {
	const model = useModel(store);

	if (isTooSmall(model.size)) {
		return <Text wrap='truncate-end'>{`Needs ${minColumns}×${minRows}, has ${model.size.columns}×${model.size.rows}. ${keyFor('quit', keymap) ?? ''} quits.`}</Text>;
	}

	if (model.screen.kind === 'timeline') {
		return <TimelineScreen model={model}/>;
	}

	const screen = scrolledScreenOf(model, keymap);
	return screen === undefined ? <ListScreen model={model}/> : <ScrolledLines model={model} screen={screen}/>;
}

/**
The full screen and its key handling. `now` returns epoch milliseconds. `suspend` is called while the terminal is restored.

Ink draws a frame whenever a `Box` or a component with `useInput` renders, even if nothing changed. So neither of them subscribes to the whole model: a message that changes no row draws no frame.

The box sets no `overflow`, because clipping makes Ink parse each line again. Rows are already cut to the width, and Ink drops rows below the last.
*/
export function App({store, theme, keymap, now, suspend}: {
	readonly store: ScreenStore;
	readonly theme: Theme;
	readonly keymap: Keymap;
	readonly now: () => number;
	readonly suspend: Suspend;
}): ReactNode {
	const {columns, rows} = useSelected(store, sizeOf);
	useKeys(store, keymap, now);
	useSuspension(store, suspend, now);

	return (
		<ThemeContext value={theme}>
			<KeymapContext value={keymap}>
				<Box flexDirection='column' width={columns} height={rows}>
					<CurrentScreen store={store} keymap={keymap}/>
				</Box>
			</KeymapContext>
		</ThemeContext>
	);
}
