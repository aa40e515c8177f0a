/** A module whose default export is no game. */
export default { step() {} };
