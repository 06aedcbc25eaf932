import { createTheme } from '@mantine/core';

/** For gloves and one hand: nothing that is meant to be touched is smaller than 48 px, and it grows with its text. */
export const phoneTheme = createTheme({
  components: {
    Button: {
      defaultProps: { variant: 'default', size: 'lg' },
      styles: {
        // With large letters the words need the room that the edges would take.
        root: {
          height: 'auto',
          minHeight: 'var(--button-height)',
          paddingBlock: 8,
          paddingInline: 'min(1.5rem, 5vw)',
        },
        inner: { minWidth: 0 },
        label: {
          height: 'auto',
          minWidth: 0,
          overflow: 'visible',
          overflowWrap: 'anywhere',
          whiteSpace: 'normal',
          lineHeight: 1.2,
        },
      },
    },
    ActionIcon: { defaultProps: { variant: 'default', size: 48 } },
    Chip: { vars: () => ({ root: { '--chip-size': '3rem' } }) },
    SegmentedControl: { defaultProps: { size: 'lg' }, styles: { label: { paddingBlock: 12 } } },
    Modal: {
      defaultProps: { closeButtonProps: { size: 48 } },
      styles: { title: { fontWeight: 600, fontSize: 18, lineHeight: 1.3 } },
    },
    Autocomplete: { defaultProps: { size: 'lg' } },
    TextInput: { defaultProps: { size: 'lg' } },
    PasswordInput: { defaultProps: { size: 'lg' } },
    NumberInput: { defaultProps: { size: 'lg' } },
    Textarea: { defaultProps: { size: 'lg' } },
    NativeSelect: { defaultProps: { size: 'lg' } },
  },
});
