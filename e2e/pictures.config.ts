import { defineConfig } from '@playwright/test';
import base from './playwright.config.ts';

/** Not tests: takes the documentation's pictures from the real page. */
export default defineConfig({ ...base, testDir: './pictures', testMatch: '*.ts', reporter: [['list']] });
