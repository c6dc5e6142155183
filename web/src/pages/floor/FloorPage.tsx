export default function FloorPage() { return null; }
