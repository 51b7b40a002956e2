/** A button that opens a small panel; Escape, a press elsewhere or a button inside closes it. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

interface DrawerProps {
  label: ComponentChildren;
  /** For a label that is only a sign. */
  name?: string;
  class?: string;
  children: ComponentChildren;
}

export function Drawer({ label, name, class: className = '', children }: DrawerProps) {
  const [isOpen, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!isOpen) return;
    const onPress = (event: PointerEvent) => {
      if (!box.current?.contains(event.target as Node)) setOpen(false);
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      setOpen(false);
      opener.current?.focus();
    };
    const onClick = (event: MouseEvent) => {
      const pressed = (event.target as Element).closest('.drawer-panel button, .drawer-panel a');
      if (pressed && box.current?.contains(pressed)) setOpen(false);
    };
    addEventListener('pointerdown', onPress);
    addEventListener('keydown', onKey);
    addEventListener('click', onClick);
    return () => {
      removeEventListener('pointerdown', onPress);
      removeEventListener('keydown', onKey);
      removeEventListener('click', onClick);
    };
  }, [isOpen]);
  return (
    <div class={`drawer ${className}`} ref={box}>
      <button
        type="button"
        ref={opener}
        aria-expanded={isOpen}
        {...(name && { 'aria-label': name, title: name })}
        onClick={() => setOpen(!isOpen)}
      >
        {label}
      </button>
      {isOpen && <div class="drawer-panel">{children}</div>}
    </div>
  );
}
