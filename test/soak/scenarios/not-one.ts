/** A scenario's file that forgot `defineScenario`. */
export default async (): Promise<void> => {};
