import { Modal, type ModalProps } from '@mantine/core';
import { useSettled } from './use-settled.ts';

/** A question over the page. The second of two taps on what opened it neither answers nor closes it. */
export function Asking({ children, ...modal }: ModalProps) {
  const isSettled = useSettled(modal.opened);
  return (
    <Modal closeOnClickOutside={isSettled} {...modal}>
      <div className={isSettled ? undefined : 'settling'}>{children}</div>
    </Modal>
  );
}
