import {type FlatXoConfig} from 'xo';

const config: FlatXoConfig = [{space: false}];

export default config;
