/** Files that a document prints: fenced blocks with a title. */
export function fencedFiles(markdown: string): Record<string, string> {
  const blocks = markdown.matchAll(/^```\w+ title="([^"]+)"\n([\s\S]*?)^```$/gm);
  return Object.fromEntries([...blocks].map(([, name, text]) => [name!, text!]));
}
