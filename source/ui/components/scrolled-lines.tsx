import {type ReactNode} from 'react';
import {clampScroll} from '../../domain/paging.ts';
import {fitText} from '../../domain/printable.ts';
import {scrolledRows} from '../../model/layout.ts';
import {type Model} from '../../model/model.ts';
import {useKeymap} from '../hooks/use-keymap.ts';
import {hintSpans} from '../hint-spans.ts';
import {statusMessage} from '../list-spans.ts';
import {type ScrolledScreen} from '../screen-lines.ts';
import {padSpans, type Span} from '../span.ts';
import {SpanLine} from './span-line.tsx';

const emptyRow: readonly Span[] = [];

/**
A screen of lines between a title, which says how far it is scrolled, and the key hints.
*/
export function ScrolledLines({model, screen}: {readonly model: Model; readonly screen: ScrolledScreen}): ReactNode {
	const keymap = useKeymap();
	const height = scrolledRows(model.size);
	const {length} = screen.lines;
	const scroll = clampScroll(screen.scroll, height, length);
	const position = length > height ? `${scroll + 1}–${Math.min(length, scroll + height)} of ${length} ` : '';
	const width = model.size.columns - position.length;
	const message = statusMessage(model)?.map((span): Span => ({...span, text: fitText(span.text, width - 2)}));
	const title = padSpans(message ?? [{text: ` ${screen.title}`, style: 'title'}], width);

	return (
		<>
			<SpanLine spans={[...title, {text: position, style: 'muted'}]}/>
			{Array.from({length: height}, (_, index) => (
				<SpanLine key={index} spans={screen.lines[scroll + index] ?? emptyRow}/>
			))}
			<SpanLine spans={hintSpans(model, keymap)}/>
		</>
	);
}
