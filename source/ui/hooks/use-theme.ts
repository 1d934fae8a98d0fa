import {createContext, useContext} from 'react';
import {createTheme, type Theme} from '../../text/themes.ts';

// eslint-disable-next-line @typescript-eslint/naming-convention -- It is used as a component.
export const ThemeContext = createContext<Theme>(createTheme({hasColor: true}));

export const useTheme = (): Theme => useContext(ThemeContext);
