import {type ReactNode} from 'react';
import {Box, Text} from 'ink';
import Spinner from 'ink-spinner';
import {bannerLines, hasFailure} from '../../app/banner.ts';
import {listLayout, type ListPane} from '../../app/list/layout.ts';
import {type Keymap} from '../../app/keys/keymap.ts';
import {shownChanges} from '../../app/list/list-view.ts';
import {type Model} from '../../app/model.ts';
import {targetNamer} from '../../app/targets/targets.ts';
import {useKeymap} from '../hooks/use-keymap.ts';
import {hintSpans} from '../help/hint-spans.ts';
import {noChanges} from '../lines/changes-lines.ts';
import {type Line} from '../lines/lines.ts';
import {type Span} from '../lines/span.ts';
import {SpanLine} from '../lines/span-line.tsx';
import {filterSpans, positionSpans} from './list-spans.ts';
import {groupSpans} from './group-spans.ts';
import {previewLines, ruleSpans} from './preview-spans.ts';
import {listStatusLabel} from './cells.ts';
import {changeSpans, changeTimeText} from './change-spans.ts';
import {suggestionSpans} from './suggestion-spans.ts';
import {TableHeading, TableRows} from './table.tsx';
import {headerSpans} from './header-spans.ts';

/*
The first row. The spinner runs only while a response is late, so that an idle screen draws nothing.
*/
function Header({model}: {readonly model: Model}): ReactNode {
	const {before, sign, after, isLate} = headerSpans(model);
	return isLate
		? <Box><SpanLine spans={before}/><Text><Spinner/></Text><SpanLine spans={after}/></Box>
		: <SpanLine spans={[...before, sign, ...after]}/>;
}

function Lines({lines}: {readonly lines: readonly Line[]}): ReactNode {
	return lines.map((line, index) => <SpanLine key={index} spans={line}/>);
}

const bannerSpans = (model: Model, keymap: Keymap): readonly Line[] => {
	const failures = model.targets.values().map(({failure}) => failure?.failure.kind).filter(kind => kind !== undefined).toArray();
	const isThrottledOnly = failures.every(kind => kind === 'throttled');
	const failureSign: Span = isThrottledOnly ? {text: ' ▲ ', style: 'warning'} : {text: ' ✗ ', style: 'failed'};
	const sign: Span = hasFailure(model) ? failureSign : {text: ' ! ', style: 'warning'};
	return bannerLines(model, keymap).map((text, index) => [index === 0 ? sign : {text: ' '.repeat(3)}, {text, style: 'warning'}]);
};

const recentChanges = (model: Model, height: number): readonly Line[] => {
	const timeText = changeTimeText(model);
	const name = targetNamer(model);
	const changes = shownChanges(model);
	return [ruleSpans([{text: 'changes', style: 'heading'}], model.size.columns), ...Array.from({length: height - 1}, (_, index) => {
		const change = changes[index];
		const missing = index === 0 ? noChanges : [];
		return change === undefined ? missing : changeSpans(change, model.size.columns, {timeText, name, labelOf: status => listStatusLabel(status, model.size.columns)});
	})];
};

type PaneProps = {readonly model: Model; readonly name: ListPane; readonly height: number};

function ListPaneLines({model, name, height}: PaneProps): ReactNode {
	const keymap = useKeymap();

	switch (name) {
		case 'header': {
			return <Header model={model}/>;
		}

		case 'counts': {
			return <SpanLine spans={groupSpans(model)}/>;
		}

		case 'filter': {
			return <SpanLine spans={filterSpans(model, keymap)}/>;
		}

		case 'suggestions': {
			return <SpanLine spans={suggestionSpans(model)}/>;
		}

		case 'banner': {
			return <Lines lines={bannerSpans(model, keymap)}/>;
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
			return <SpanLine spans={positionSpans(model)}/>;
		}

		case 'preview': {
			return <Lines lines={previewLines(model, keymap, height)}/>;
		}

		case 'changes': {
			return <Lines lines={recentChanges(model, height)}/>;
		}

		case 'hints': {
			return <SpanLine spans={hintSpans(model, keymap)}/>;
		}
	}
}

export function ListScreen({model}: {readonly model: Model}): ReactNode {
	return listLayout(model).panes.map(({name, height}) => <ListPaneLines key={name} model={model} name={name} height={height}/>);
}
