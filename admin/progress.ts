/** How far a long use case is: called with the number of items that are done. */
export type Progress = (done: number) => void;
