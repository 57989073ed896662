import { App } from '@slack/bolt'
void App
