import {createContext, useContext} from 'react';
import {createTheme, type Theme} from '../../text/themes.ts';

/**
Hands the theme down to whatever draws text.
*/
// eslint-disable-next-line @typescript-eslint/naming-convention -- It is used as a component, and named as one.
export const ThemeContext = createContext<Theme>(createTheme({hasColor: true}));

/**
The theme that is in force.
*/
export const useTheme = (): Theme => useContext(ThemeContext);
