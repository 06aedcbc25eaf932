import { useQuery } from '@tanstack/react-query';
import { Redirect, useLocation } from 'wouter';
import { failureIn } from '#shared/ui/json-call.ts';
import { overviewQuery } from '../api/queries.ts';

/** A PC that belongs to no depot yet answers nothing but its wizard's calls: whatever was opened leads there. */
export function SetupGate() {
  const { error } = useQuery(overviewQuery);
  const [path] = useLocation();
  const needsSetup = error !== null && failureIn(error).code === 'NOT_FOUND';
  return needsSetup && path !== '/setup' ? <Redirect to="/setup" /> : null;
}
