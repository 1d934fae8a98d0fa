import {type ScanResult} from '../domain/poll.ts';
import {type Connection, type ConnectionSettings, connect} from './client.ts';
import {failureOf} from './failure.ts';
import {scanImportTasks} from './scan.ts';

