export * from '../base/field-path.ts'
