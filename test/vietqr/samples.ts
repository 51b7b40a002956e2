/**
 * Payloads published by others, each with where it was seen. Their checksums were computed again; what a payload means
 * is what its source says.
 */

export interface Sample {
  id: string;
  source: string;
  payload: string;
}

export interface TransferSample extends Sample {
  method: 'static' | 'dynamic';
  service: 'QRIBFTTA' | 'QRIBFTTC';
  bin: string;
  bank: string;
  account: string;
  amount: number | null;
  additional: Record<string, string>;
  wallet?: string;
  unknown?: { id: string; value: string }[];
}

const VIETQR_TS = 'binhnguyenduc/vietqr-ts compliance tests, 2025-10, after the NAPAS specification';
const VIETNAM_QR_PAY = 'xuannghia/vietnam-qr-pay 1.5.1, README and tests';

export const TRANSFERS: TransferSample[] = [
  {
    id: 'V1',
    source: VIETQR_TS,
    payload: '00020101021138600010A00000072701300006970403011697040311012345670208QRIBFTTC53037045802VN63044F52',
    method: 'static',
    service: 'QRIBFTTC',
    bin: '970403',
    bank: 'Sacombank',
    account: '9704031101234567',
    amount: null,
    additional: {},
  },
  {
    id: 'V2',
    source: VIETQR_TS,
    payload:
      '00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA530370454061800005802VN62340107NPS68690819thanh toan don hang63042E2E',
    method: 'dynamic',
    service: 'QRIBFTTA',
    bin: '970403',
    bank: 'Sacombank',
    account: '0011012345678',
    amount: 180_000,
    additional: { billNumber: 'NPS6869', purpose: 'thanh toan don hang' },
  },
  {
    id: 'V3',
    source: VIETNAM_QR_PAY,
    payload: '00020101021138530010A0000007270123000697041601092576788590208QRIBFTTA53037045802VN6304AE9F',
    method: 'static',
    service: 'QRIBFTTA',
    bin: '970416',
    bank: 'ACB',
    account: '257678859',
    amount: null,
    additional: {},
  },
  {
    id: 'V4',
    source: VIETNAM_QR_PAY,
    payload:
      '00020101021238530010A0000007270123000697041601092576788590208QRIBFTTA53037045405100005802VN62150811Chuyen tien630453E6',
    method: 'dynamic',
    service: 'QRIBFTTA',
    bin: '970416',
    bank: 'ACB',
    account: '257678859',
    amount: 10_000,
    additional: { purpose: 'Chuyen tien' },
  },
  {
    id: 'V5',
    source: `${VIETNAM_QR_PAY}: a real code of MB with its checksum in lower case`,
    payload: '00020101021138540010A00000072701240006970422011003523509170208QRIBFTTA53037045802VN630479db',
    method: 'static',
    service: 'QRIBFTTA',
    bin: '970422',
    bank: 'MB Bank',
    account: '0352350917',
    amount: null,
    additional: {},
  },
  {
    id: 'V6',
    source: VIETNAM_QR_PAY,
    payload:
      '00020101021138620010A000000727013200069710250118PSP1234567890000000208QRIBFTTA53037045802VN62190515MOMOW2W123456786304821F',
    method: 'static',
    service: 'QRIBFTTA',
    bin: '971025',
    bank: 'MoMo',
    account: 'PSP123456789000000',
    amount: null,
    additional: { reference: 'MOMOW2W12345678' },
  },
  {
    id: 'V7',
    source: VIETNAM_QR_PAY,
    payload: '00020101021138620010A00000072701320006970454011899ZP24009M072482670208QRIBFTTA53037045802VN6304073C',
    method: 'static',
    service: 'QRIBFTTA',
    bin: '970454',
    bank: 'BVBank',
    account: '99ZP24009M07248267',
    amount: null,
    additional: {},
    wallet: 'Zalopay',
  },
  {
    id: 'V8',
    source: VIETNAM_QR_PAY,
    payload:
      '00020101021138620010A00000072701320006970454011899MM24011M348750800208QRIBFTTA53037045802VN62190515MOMOW2W3487508080030466304EBC8',
    method: 'static',
    service: 'QRIBFTTA',
    bin: '970454',
    bank: 'BVBank',
    account: '99MM24011M34875080',
    amount: null,
    additional: { reference: 'MOMOW2W34875080' },
    wallet: 'MoMo',
    unknown: [{ id: '80', value: '046' }],
  },
  {
    id: 'V9',
    source: 'a widely copied generator example, also a test vector of a public repository of 2026',
    payload:
      '00020101021238570010A00000072701270006970415011300110019324180208QRIBFTTA530370454061200005802VN62170813ung ho lu lut6304C15C',
    method: 'dynamic',
    service: 'QRIBFTTA',
    bin: '970415',
    bank: 'VietinBank',
    account: '0011001932418',
    amount: 120_000,
    additional: { purpose: 'ung ho lu lut' },
  },
  {
    id: 'V10',
    source: 'liopayvn/vietqr-php README, 2025-11',
    payload:
      '00020101021238540010A00000072701240006970436011010175956000208QRIBFTTA530370454061800005802VN62230819thanh toan don hang630470FA',
    method: 'dynamic',
    service: 'QRIBFTTA',
    bin: '970436',
    bank: 'Vietcombank',
    account: '1017595600',
    amount: 180_000,
    additional: { purpose: 'thanh toan don hang' },
  },
  {
    id: 'V11',
    source: 'unit test of a public Laravel application',
    payload:
      '00020101021238500010A0000007270120000697041601065454460208QRIBFTTA53037045405801005802VN62250821Thanh toan anyLEARN 86304FA27',
    method: 'dynamic',
    service: 'QRIBFTTA',
    bin: '970416',
    bank: 'ACB',
    account: '545446',
    amount: 80_100,
    additional: { purpose: 'Thanh toan anyLEARN 8' },
  },
];

/** The checksum is wrong by one digit and nothing else. */
export const WRONG_CHECKSUM: Sample = {
  id: 'N1',
  source: VIETNAM_QR_PAY,
  payload:
    '00020101021238530010A0000007270123000697041601092576788590208QRIBFTTA5303704540410005802VN62150811Chuyen tien6304BBB5',
};

/** The purpose announces 23 characters and has 19, so it swallows `6304`; the checksum is right all the same. */
export const SWALLOWED_CHECKSUM: Sample = {
  id: 'N2',
  source: 'unit test of a public Laravel application, checksum case 2',
  payload:
    '00020101021238500010A0000007270120000697041601065454460208QRIBFTTA530370454061800005802VN62270823thanh toan don hang63044302',
};

/** Lengths of 38 and 38-01 reach too far, and the checksum is wrong as well. */
export const TOO_LONG_TEMPLATE: Sample = {
  id: 'N3',
  source: 'a "valid" mock in the tests of vietqr-ts',
  payload: '00020101021138570010A00000072701270006970436011234567890208QRIBFTTA53037045802VN6304C5A3',
};

/** An electricity bill: well-formed EMV of another scheme. */
export const ELECTRICITY_BILL: Sample = {
  id: 'O1',
  source: VIETNAM_QR_PAY,
  payload:
    '000201010211262400020001140100101114-0195204490053037045802VN5931EVN CONG TY DIEN LUC THANH XUAN6006Ha Noi62450302000613PD000000000000702000812TT tien dien6304DC30',
};

/** A shop's code of the VNPAY scheme. */
export const VNPAY_SHOP: Sample = {
  id: 'O2',
  source: VIETNAM_QR_PAY,
  payload:
    '00020101021126280010A0000007750110010531314453037045408210900005802VN5910CELLPHONES62600312CPSHN ONLINE0517021908061613127850705ONLHN0810CellphoneS63047685',
};

export const ALL_SAMPLES: Sample[] = [
  ...TRANSFERS,
  WRONG_CHECKSUM,
  SWALLOWED_CHECKSUM,
  TOO_LONG_TEMPLATE,
  ELECTRICITY_BILL,
  VNPAY_SHOP,
];

const PREFIX = '00020101021238540010A00000072701240006970436011010175956000208QRIBFTTA53037045405100005802VN';

/** One payment with its purpose written three ways; computed for these tests, not published anywhere. */
export const MARKED_PURPOSE = {
  inCharacters: `${PREFIX}62220818Thanh toán hóa đơn63048F8F`,
  inBytes: `${PREFIX}62260822Thanh toán hóa đơn63047B29`,
  inAscii: `${PREFIX}62220818Thanh toan hoa don6304E1BA`,
};
