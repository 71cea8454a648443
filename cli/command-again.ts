/** A command as it is typed again: with the data folder, as the operator had named it, where one was named. */
export function commandAgain(command: string, data: string | undefined): string {
  return data === undefined ? command : `${command} --data ${shellWord(data)}`;
}

/** Quoted for a shell where the word holds anything that a shell may take for something else. */
function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
