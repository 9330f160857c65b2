import type { LocalDate } from '#domain/kernel/dates.ts';
import type { Text } from '#domain/kernel/text.ts';

/** Who signs: the unit under its official name. */
export interface IssuingUnit {
  name: string;
  nameEn?: string;
  telephone: string;
  address?: string;
}

/** Somebody as a document names them. Whether a number is masked is the caller's decision: it is printed as it stands. */
export interface PartyData {
  name: string;
  /** 居民身份证, passport, 统一社会信用代码 … */
  numberKind: Text;
  number: string;
  telephone?: string;
  /** Who acts for them. */
  agent?: { name: string; numberKind: Text; number: string; relation?: Text };
}

export interface Issued {
  /** As printed under the title; see `documentNumber`. */
  number: string;
  unit: IssuingUnit;
  /** The moment of issue. It is printed as a day and makes the bytes reproducible. */
  issuedAt: string;
  /** What the QR code leads to; a page that anybody can open. */
  verification: { code: string; publicBaseUrl: string };
}

export interface CaseDocument extends Issued {
  /** Twelve digits. */
  caseNumber: string;
  item: Text;
  applicant: PartyData;
}

export interface PaperLine {
  name: Text;
  form: 'original' | 'copy' | 'electronic' | 'fetched';
  copies: number;
  note?: string;
}

/** 收件回执: papers were taken. It is not acceptance. */
export interface ReceiptData extends CaseDocument {
  papers: PaperLine[];
  receivedAt: string;
  receivedBy: { name: string; place: string };
  /** By when acceptance, correction or refusal is told, where a rule says so. */
  answerBy?: LocalDate;
}

export interface LimitLine {
  kind: 'statutory' | 'promised';
  /** 20 working days */
  length: Text;
  due: LocalDate;
  basis: Text;
}

/** 受理通知书. */
export interface AcceptanceData extends CaseDocument {
  receivedAt: string;
  acceptedAt: string;
  /** Accepted by force of law because the one-time notice came too late. */
  deemed: boolean;
  limits: LimitLine[];
  /** The earlier of them. */
  due: LocalDate;
  /** How the date was counted. */
  explanation: Text;
  /** Conditional acceptance (容缺受理): what is still owed, and until when. */
  owed?: { papers: { name: Text; note?: string }[]; due: LocalDate };
  /** How the result reaches the applicant. */
  delivery: Text;
}

/** 一次性告知书: everything that is missing, at once. */
export interface CorrectionData extends CaseDocument {
  receivedAt: string;
  missing: { name: Text; what: Text; basis?: Text }[];
  note?: string;
  due: LocalDate;
  /** Where it can be brought: on the phone, at a counter with its address and hours. */
  ways: Text[];
  /** How often it was asked before; a notice should be the only one. */
  round: number;
}

/** Whom the applicant can turn to: both stand in every decision that may be contested. */
export interface Remedy {
  reviewBody: string;
  court: string;
}

/** 不予受理决定书. */
export interface RefusalData extends CaseDocument {
  receivedAt: string;
  reason: string;
  basis: string;
  /** Who can help instead, in plain words. */
  advice?: string;
  remedy: Remedy;
}

export type ResultLine =
  | {
      kind: 'certificate' | 'notice' | 'card' | 'register_entry';
      title: string;
      reference?: string;
      validUntil?: LocalDate;
    }
  | {
      kind: 'money';
      title: string;
      /** Fen. */
      amount: number;
      /** 'YYYY-MM' of the first monthly payment; absent: paid once. */
      firstMonth?: string;
      /** Last four digits. */
      accountTail?: string;
    };

/** 决定书: granted or refused. */
export type DecisionData = CaseDocument & {
  acceptedAt: string;
  decidedAt: string;
  basis: string;
  remedy: Remedy;
  /** Set when this replaces an earlier decision. */
  replaces?: { number: string; reason: string };
} & ({ granted: true; result: ResultLine; delivery: Text } | { granted: false; reason: string });

export interface OpinionLine {
  /** Stage of the flow: 初审 */
  stage: Text;
  unit: string;
  by: string;
  /** In whose place, when a substitute (B角) acted. */
  standsInFor?: string;
  agree: boolean;
  text: string;
  at: string;
  /** Done in another system, with its serial. */
  outside?: { system: string; serial: string };
}

/** 审批表 for the file: never handed to the applicant. */
export interface ApprovalSheetData extends CaseDocument {
  submittedAt: string;
  acceptedAt?: string;
  due?: LocalDate;
  channel: Text;
  answers: { section: Text; rows: { label: Text; value: string }[] }[];
  papers: PaperLine[];
  opinions: OpinionLine[];
  decision: { granted: boolean; result: ResultLine; reason?: string; basis?: string; by: string; at: string };
}

export interface HandOverLine {
  caseNumber: string;
  item: Text;
  /** Masked: the slip travels. */
  holder: string;
  result: string;
  note?: string;
}

/** 交接单: results that travel from one unit to the next, each hand-over signed for. */
export interface HandOverData extends Issued {
  to: IssuingUnit;
  lines: HandOverLine[];
  handedBy: string;
  carrier?: string;
}

/** 授权委托书: blank, or filled in as far as it is known. Signed by hand, so it carries no number and no code. */
export interface PowerOfAttorneyData {
  item?: Text;
  principal?: PartyData;
  agent?: PartyData;
  powers?: readonly (typeof powers)[number][];
  validUntil?: LocalDate;
  /** Of the blank form, for reproducible bytes. */
  issuedAt: string;
  telephone?: string;
}

export const powers = ['apply', 'correct', 'collect', 'withdraw'] as const;

/** How a case ends without a decision in the applicant's hand. */
export type EndingData = CaseDocument & {
  submittedAt: string;
  endedAt: string;
} & (
    | { ending: 'withdrawn'; reason?: string }
    | { ending: 'terminated'; reason: string; basis: string; remedy: Remedy }
    | { ending: 'returned'; reason: string; correctionDue: LocalDate; papersAt: string }
    | { ending: 'uncollected'; resultTitle: string; remindedOn: LocalDate[]; keptAt: string }
  );

/** 特别程序告知书: days that the law leaves out of the limit are told in writing with the time needed (行政许可法 art. 45). */
export interface SuspensionData extends CaseDocument {
  procedure: Text;
  reason: string;
  basis: string;
  document?: string;
  from: LocalDate;
  plannedDays: number;
}

/** 延长办理期限告知书: an extension and its reason are told (行政许可法 art. 42). */
export interface ExtensionData extends CaseDocument {
  reason: string;
  basis: Text;
  length: Text;
  oldDue: LocalDate;
  newDue: LocalDate;
  approvedBy: string;
}

export interface DocumentData {
  receipt: ReceiptData;
  acceptance: AcceptanceData;
  correction: CorrectionData;
  refusal: RefusalData;
  decision: DecisionData;
  'approval-sheet': ApprovalSheetData;
  'hand-over': HandOverData;
  'power-of-attorney': PowerOfAttorneyData;
  ending: EndingData;
  suspension: SuspensionData;
  extension: ExtensionData;
}

export type DocumentKind = keyof DocumentData;
