/** A scenario's file whose import throws. */
throw new Error('broken on purpose');
