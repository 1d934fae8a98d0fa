import {type ReactNode} from 'react';
import {clockTime} from '../../domain/time-text.ts';
import {hasFailure} from '../../model/banner.ts';
import {listLayout, type ListPane} from '../../model/layout.ts';
import {type Model} from '../../model/model.ts';
import {targetNamer} from '../../model/targets.ts';
import {changeSpans} from '../change-spans.ts';
import {useKeymap} from '../hooks/use-keymap.ts';
import {hintSpans} from '../hint-spans.ts';
import {type Line} from '../lines.ts';
import {countsSpans, filterSpans, pageSpans} from '../list-spans.ts';
import {type Span} from '../span.ts';
import {Header} from './header.tsx';
import {SpanLine} from './span-line.tsx';
import {TableHeading, TableRows} from './table.tsx';

function Lines({lines}: {readonly lines: readonly Line[]}): ReactNode {
	return lines.map((line, index) => <SpanLine key={index} spans={line}/>);
}

const bannerLines = (model: Model): readonly Line[] => {
	const sign: Span = hasFailure(model) ? {text: ' ✖ ', style: 'failed'} : {text: ' ! ', style: 'warning'};
	return listLayout(model).banner.map((text, index) => [index === 0 ? sign : {text: ' '.repeat(3)}, {text, style: 'warning'}]);
};

const noChange: Line = [{text: ' no change seen yet', style: 'muted'}];

const recentChanges = (model: Model, height: number): readonly Line[] => {
	const name = targetNamer(model);
	return Array.from({length: height}, (_, index) => {
		const change = model.changes[index];
		const missing = index === 0 ? noChange : [];
		return change === undefined ? missing : changeSpans(change, model.size.columns, {timeText: clockTime, name});
	});
};

type PaneProps = {readonly model: Model; readonly name: ListPane; readonly height: number};

function ListPaneLines({model, name, height}: PaneProps): ReactNode {
	const keymap = useKeymap();

	switch (name) {
		case 'header': {
			return <Header model={model}/>;
		}

		case 'counts': {
			return <SpanLine spans={countsSpans(model)}/>;
		}

		case 'filter': {
			return <SpanLine spans={filterSpans(model, keymap)}/>;
		}

		case 'banner': {
			return <Lines lines={bannerLines(model)}/>;
		}

		case 'spaceAbove':
		case 'spaceBelow': {
			return <SpanLine spans={[]}/>;
		}

		case 'heading': {
			return <TableHeading model={model}/>;
		}

		case 'table': {
			return <TableRows model={model} height={height}/>;
		}

		case 'position': {
			return <SpanLine spans={pageSpans(model)}/>;
		}

		case 'changes': {
			return <Lines lines={recentChanges(model, height)}/>;
		}

		case 'hints': {
			return <SpanLine spans={hintSpans(model, keymap)}/>;
		}
	}
}

/**
The list and everything around it.
*/
export function ListScreen({model}: {readonly model: Model}): ReactNode {
	return listLayout(model).panes.map(({name, height}) => <ListPaneLines key={name} model={model} name={name} height={height}/>);
}
