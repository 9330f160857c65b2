/** The clock of this computer: for showing only. Every legal date comes from the server. */
export const now = (): Date => new Date();
