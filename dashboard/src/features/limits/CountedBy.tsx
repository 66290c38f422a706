import { type LimitBody, limitSubjects } from '@aegis/contracts';
import { useState } from 'react';
import type { z } from 'zod';
import { Choices } from '../../ui/Choices.tsx';
import { Field } from '../../ui/Field.tsx';
import { Input } from '../../ui/Input.tsx';

type Subject = NonNullable<z.input<typeof LimitBody>['by']>[number];
type Word = (typeof limitSubjects)[number];

export const subjectHint = 'header:x-plan counts by what the client sends, claim:org.id by its token';

const words: readonly string[] = limitSubjects;
const isWord = (subject: string): subject is Word => words.includes(subject);

interface CountedByProps {
  chosen: readonly Subject[];
  /** Also with what is no subject yet: the form says so. */
  onChange: (chosen: string[]) => void;
  error: string | undefined;
}

/** Subjects that have a word of their own as choices, headers and claims as text. */
export function CountedBy({ chosen, onChange, error }: CountedByProps) {
  const [text, setText] = useState(() => chosen.filter((subject) => !isWord(subject)).join(' '));
  const named = (typed: string) => typed.split(/[\s,]+/).filter(Boolean);
  return (
    <>
      <Choices
        label="Counted by"
        hint="Each gets the whole amount"
        options={limitSubjects}
        chosen={chosen.filter(isWord)}
        onChange={(plain) => onChange([...plain, ...named(text)])}
      />
      <Field label="Also by header or claim" optional error={error} hint={subjectHint}>
        {(field) => (
          <Input
            {...field}
            mono
            value={text}
            placeholder="header:x-plan"
            onChange={({ target }) => {
              setText(target.value);
              onChange([...chosen.filter(isWord), ...named(target.value)]);
            }}
          />
        )}
      </Field>
    </>
  );
}
