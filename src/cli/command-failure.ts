/** What a person can mend, as a sentence. Anything else that is thrown is a fault of ours. */
export class CommandFailure extends Error {}
