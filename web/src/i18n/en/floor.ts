export const floor = { title: "floor" };
