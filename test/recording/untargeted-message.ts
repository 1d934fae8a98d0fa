import {type Message} from '../../source/model/message.ts';

type WithoutTarget<Targeted> = Targeted extends unknown ? Omit<Targeted, 'targetId'> : never;

/**
A message as in recordings of earlier versions, which name no target.
*/
export type UntargetedMessage = WithoutTarget<Message>;
