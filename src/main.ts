import { mount } from 'svelte'
import './components/base.css'
import App from './screens/App.svelte'

const target = document.getElementById('app')
if (target) mount(App, { target })
