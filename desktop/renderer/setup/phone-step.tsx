import { PairingSteps } from '../pairing/pairing-screen.tsx';

/** The first phone of the depot, found by the same page as every later one. */
export const PhoneStep = () => <PairingSteps />;
