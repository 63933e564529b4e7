import type { Stage } from '@causeway/contracts';
import { __ } from '@wordpress/i18n';
import { locale } from '../parts/locale.ts';
import { absoluteTime } from '../words/relative-time.ts';
import { stageStatusWords, stageWord } from '../words/stage.ts';

/** A subject's road from left to right; each stage says in words what its colour says. */
export function StageBar({ stages }: { readonly stages: readonly Stage[] }) {
  if (stages.length === 0) return null;
  return (
    <ol className="causeway-stages" aria-label={__('Stages', 'causeway')}>
      {stages.map((stage) => (
        <StageStep key={stage.name} stage={stage} />
      ))}
    </ol>
  );
}

function StageStep({ stage }: { readonly stage: Stage }) {
  const { label, tone } = stageStatusWords(stage.status);
  const current = stage.status === 'active' || stage.status === 'held' || stage.status === 'failed';
  return (
    <li className={`causeway-stage is-${tone}`} aria-current={current ? 'step' : undefined}>
      <span className="causeway-stage__name">{stageWord(stage.name)}</span>
      <span className="causeway-stage__status">{label}</span>
      {stage.detail !== '' && <span className="causeway-stage__detail">{stage.detail}</span>}
      {stage.at !== null && (
        <time className="causeway-stage__at" dateTime={new Date(stage.at).toISOString()}>
          {absoluteTime(stage.at, locale())}
        </time>
      )}
    </li>
  );
}
