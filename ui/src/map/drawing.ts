/** Starts drawing the footprint of a project. */
export function startDrawing(_projectId: string, _tool?: string): void {}
/** Puts a project at a point. */
export async function placeAt(_projectId: string, _lon: number, _lat: number): Promise<void> {}
