/** What every field that is edited in place is told. */
export interface FieldProps {
  /** What it is called, for the input and for messages. */
  label: string
  /** Shown while there is no value. */
  placeholder?: string
  required?: boolean
  test?: string
}

/** The value of such a field and how it is written; a rejection is shown at the field. */
export interface TextValue {
  value: string | null
  save: (value: string | null) => Promise<unknown>
}

export interface NumberValue {
  value: number | null
  save: (value: number | null) => Promise<unknown>
  /** Whether it stands at the right of its cell. */
  right?: boolean
}
