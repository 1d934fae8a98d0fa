import {type ReactNode} from 'react';
import {clampScroll} from '../../app/list/paging.ts';
import {fitText, textWidth} from '../../text/printable.ts';
import {rangeText} from '../../text/time-text.ts';
import {linesLayout} from '../../app/list/layout.ts';
import {type Model} from '../../app/model.ts';
import {searchOf} from '../../app/screens.ts';
import {useKeymap} from '../hooks/use-keymap.ts';
import {hintSpans} from '../help/hint-spans.ts';
import {editedSpans, messageSpans} from '../list/list-spans.ts';
import {type Line, visibleLines} from './lines.ts';
import {type ScrolledScreen} from './screen-lines.ts';
import {padSpans, type Span, spansWidth} from './span.ts';
import {SpanLine} from './span-line.tsx';

const emptyRow: Line = [];

const searchSpans = (model: Model, width: number): Line => {
	const search = searchOf(model);

	if (search === undefined || (!search.isEditing && search.line.text === '')) {
		return [];
	}

	const label: Span = {text: '  filter  ', style: 'muted'};
	const room = Math.max(4, width - spansWidth([label]) - 1);
	return [label, ...(search.isEditing ? editedSpans(search.line, room) : [{text: fitText(search.line.text, room)}])];
};

const titleSpans = (model: Model, {title, place = '', lines: {length}}: ScrolledScreen, scroll: number): Line => {
	const {columns} = model.size;
	const {pageSize} = linesLayout(model.size);
	const position: Span = {text: length > pageSize ? `${rangeText(scroll, Math.min(length, scroll + pageSize), length)} ` : ''};
	const width = columns - spansWidth([position]);
	const message = messageSpans(model, width - 2);
	const heading: Line = [{text: ` ${title}`, style: 'title'}, {text: place === '' ? '' : `  ${place}`}, ...searchSpans(model, width - textWidth(title) - 1)];
	return [...padSpans(message ?? heading, width), position];
};

/**
A title with the scroll position, the visible lines, and the key hints.
*/
export function ScrolledLines({model, screen}: {readonly model: Model; readonly screen: ScrolledScreen}): ReactNode {
	const keymap = useKeymap();
	const {panes, pageSize} = linesLayout(model.size);
	const scroll = clampScroll(screen.scroll, pageSize, screen.lines.length);
	const lines = visibleLines(screen.lines, scroll, pageSize);

	return panes.map(({name, height}) => {
		if (name === 'title') {
			return <SpanLine key={name} spans={titleSpans(model, screen, scroll)}/>;
		}

		return name === 'hints'
			? <SpanLine key={name} spans={hintSpans(model, keymap)}/>
			: Array.from({length: height}, (_, index) => <SpanLine key={index} spans={lines[index] ?? emptyRow}/>);
	});
}
