import {
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  luminance,
  type MantineColorsTuple,
  type VariantColorsResolver,
} from '@mantine/core';

/**
 * One theme for the phone, the depot's screen and HQ. The accent (`rind`) is for the one thing to do next, so it is not
 * the primary colour: whatever is not asked for is drawn in ink. Shade 8 is what light screens use, shade 2 dark ones.
 */
const rind: MantineColorsTuple = [
  '#fff4e0',
  '#ffe1b3',
  '#f0a63a',
  '#eb9c2a',
  '#e5921b',
  '#dd8a0e',
  '#d58205',
  '#ce7c00',
  '#c77700',
  '#8a5200',
];
const ink: MantineColorsTuple = [
  '#f5f2eb',
  '#e9e5dc',
  '#e6e4df',
  '#c9c6bf',
  '#a9a7a2',
  '#84837f',
  '#5f5e59',
  '#3a3d42',
  '#1f2328',
  '#14161a',
];
const red: MantineColorsTuple = [
  '#fce7e5',
  '#f9cfcb',
  '#ff9c94',
  '#f3837a',
  '#e66a60',
  '#d95248',
  '#cc3f36',
  '#c0322a',
  '#b3261e',
  '#7f1812',
];
const gray: MantineColorsTuple = [
  '#f7f4ed',
  '#f1ede4',
  '#ebe6db',
  '#e4dfd4',
  '#d5cfc2',
  '#a9a59b',
  '#5f5e59',
  '#4a4a47',
  '#33353a',
  '#1f2328',
];
const dark: MantineColorsTuple = [
  '#e6e4df',
  '#c4c2bd',
  '#a9a7a2',
  '#77787b',
  '#3a3e45',
  '#2e3238',
  '#22262c',
  '#14161a',
  '#101215',
  '#0b0c0e',
];

const COLORS = { rind, ink, red, gray, dark };
const INK = '#1f2328';
const SHADE = { light: 8, dark: 2 } as const;
/** A ground that reflects more than this is written on in ink, else in white. */
const LIGHT_GROUND = 0.24;

/**
 * What is written on a filled ground, by the shade that a scheme fills with. The library looks at the light scheme's
 * shade alone, and would write white on the pale grounds of dark screens.
 */
const writingOnFilled = (shade: number): Record<string, string> =>
  Object.fromEntries(
    Object.entries(COLORS).map(([name, shades]) => [
      `--on-${name}`,
      luminance(shades[shade] as string) > LIGHT_GROUND ? INK : '#ffffff',
    ]),
  );

const variantColors: VariantColorsResolver = (input) => {
  const colors = defaultVariantColorsResolver(input);
  const name = input.color ?? input.theme.primaryColor;
  return input.variant === 'filled' && name in COLORS ? { ...colors, color: `var(--on-${name})` } : colors;
};

const SHADOW = '0 1px 2px rgb(20 22 26 / 6%), 0 4px 16px rgb(20 22 26 / 6%)';
export const FONTS = "Inter, 'IBM Plex Sans Arabic', system-ui, sans-serif";

export const theme = createTheme({
  colors: COLORS,
  black: INK,
  primaryColor: 'ink',
  primaryShade: SHADE,
  variantColorResolver: variantColors,
  autoContrast: true,
  luminanceThreshold: LIGHT_GROUND,
  fontFamily: FONTS,
  headings: { fontFamily: FONTS, fontWeight: '600', textWrap: 'balance' },
  fontWeights: { regular: '400', medium: '600', bold: '600' },
  defaultRadius: 'md',
  radius: { xs: '4px', sm: '10px', md: '10px', lg: '10px', xl: '999px' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  shadows: { xs: SHADOW, sm: SHADOW, md: SHADOW, lg: SHADOW, xl: SHADOW },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { variant: 'default', size: 'md' } },
    // Its filled form is white on a pale ground in the dark.
    Chip: { defaultProps: { variant: 'outline' } },
    // The first field of a dialog gets the focus: its choices would cover the others before anybody has asked for them.
    Select: { defaultProps: { openOnFocus: false } },
    ActionIcon: { defaultProps: { variant: 'subtle', size: 'xl' } },
    Paper: { styles: { root: { backgroundColor: 'var(--surface)' } } },
    Tooltip: {
      defaultProps: { transitionProps: { duration: 150 }, events: { hover: true, focus: true, touch: true } },
    },
    Modal: {
      defaultProps: { transitionProps: { duration: 150 }, centered: true, closeButtonProps: { size: 'lg' } },
      styles: { header: { backgroundColor: 'var(--surface)' }, title: { fontWeight: 600 } },
    },
    // A dialog's head is no banner of the page.
    ModalHeader: { defaultProps: { role: 'presentation' } },
    DrawerHeader: { defaultProps: { role: 'presentation' } },
    Drawer: {
      defaultProps: { transitionProps: { duration: 150 }, closeButtonProps: { size: 'lg' } },
      styles: {
        content: { backgroundColor: 'var(--surface)' },
        header: { backgroundColor: 'var(--surface)' },
        title: { fontWeight: 600 },
      },
    },
  },
});

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#fbf9f4',
    '--mantine-color-text': '#1f2328',
    '--mantine-color-dimmed': '#5f5e59',
    '--mantine-color-placeholder': '#6b6963',
    '--mantine-color-default-border': '#d5cfc2',
    '--mantine-color-error': '#b3261e',
    '--mantine-color-anchor': '#1f2328',
    ...writingOnFilled(SHADE.light),
    // One shade darker, as other colours go, it would no more be written on in ink.
    '--mantine-color-rind-filled-hover': rind[6],
  },
  dark: {
    '--mantine-color-body': '#14161a',
    '--mantine-color-text': '#e6e4df',
    '--mantine-color-dimmed': '#a9a7a2',
    '--mantine-color-placeholder': '#a9a7a2',
    '--mantine-color-default-border': '#3a3e45',
    '--mantine-color-error': '#ff9c94',
    '--mantine-color-anchor': '#e6e4df',
    ...writingOnFilled(SHADE.dark),
  },
});
