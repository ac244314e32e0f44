import { promises, readFileSync } from 'node:fs'
import path from 'node:path'
import type { ProtobufMessages } from '../sim/protobuf/messages.ts'

/**
 * A file of `schemas/`, parsed. The folder is part of the product, so a file that is missing or broken is
 * a fault of the installation and rejects.
 */
export async function readSchemaFile(folder: string, name: string): Promise<unknown> {
  return JSON.parse(await readSchemaText(folder, name)) as unknown
}

/** The text of such a file, of which not everything is needed. */
export function readSchemaText(folder: string, name: string): Promise<string> {
  return promises.readFile(path.join(folder, name), 'utf8')
}

/**
 * The same at once: for the command line, which has nothing else to do, and for the small files that are read in
 * the middle of a question about schemas.
 */
export function readSchemaFileNow(folder: string, name: string): unknown {
  return JSON.parse(readSchemaTextNow(folder, name)) as unknown
}

export function readSchemaTextNow(folder: string, name: string): string {
  return readFileSync(path.join(folder, name), 'utf8')
}

/** How kinds are laid out as protobuf messages, for a practice cluster that other programs talk to. */
export async function readProtobufMessages(folder: string): Promise<ProtobufMessages> {
  return (await readSchemaFile(folder, 'protobuf.json')) as ProtobufMessages
}
