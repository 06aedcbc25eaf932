import { useEffect, useState } from 'react';

/** A tap that leaves a field has to find its target where it was: what was hidden comes back after the tap has ended. */
const LEAVING_MS = 400;
const NOT_TYPED = ['checkbox', 'radio', 'file', 'button', 'submit'];

const isTextField = (target: EventTarget | null): boolean =>
  target instanceof HTMLTextAreaElement ||
  (target instanceof HTMLInputElement && !NOT_TYPED.includes(target.type) && !target.readOnly);

/** Whether somebody types into a field of the page, so that a keyboard may stand over the lower half of it. */
export function useTyping(): boolean {
  const [isTyping, setTyping] = useState(() => isTextField(document.activeElement));
  useEffect(() => {
    let leaving: ReturnType<typeof setTimeout> | undefined;
    const enter = ({ target }: FocusEvent) => {
      clearTimeout(leaving);
      if (isTextField(target)) setTyping(true);
      else leave();
    };
    const leave = () => {
      clearTimeout(leaving);
      leaving = setTimeout(() => setTyping(false), LEAVING_MS);
    };
    document.addEventListener('focusin', enter);
    document.addEventListener('focusout', leave);
    return () => {
      clearTimeout(leaving);
      document.removeEventListener('focusin', enter);
      document.removeEventListener('focusout', leave);
    };
  }, []);
  return isTyping;
}
